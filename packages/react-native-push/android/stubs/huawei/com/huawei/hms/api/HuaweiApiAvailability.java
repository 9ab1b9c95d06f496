// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.huawei.hms.api;

import android.content.Context;

public abstract class HuaweiApiAvailability {
    public static HuaweiApiAvailability getInstance() {
        throw new UnsupportedOperationException("stub");
    }

    public abstract int isHuaweiMobileServicesAvailable(Context context);
}
