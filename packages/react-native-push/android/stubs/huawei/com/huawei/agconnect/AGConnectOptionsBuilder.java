// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.huawei.agconnect;

import android.content.Context;

public final class AGConnectOptionsBuilder {
    public AGConnectOptions build(Context context) {
        throw new UnsupportedOperationException("stub");
    }
}
