// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.google.android.gms.common;

import android.content.Context;

public class GoogleApiAvailability {
    public static GoogleApiAvailability getInstance() {
        throw new UnsupportedOperationException("stub");
    }

    public int isGooglePlayServicesAvailable(Context context) {
        throw new UnsupportedOperationException("stub");
    }

    public final String getErrorString(int errorCode) {
        throw new UnsupportedOperationException("stub");
    }
}
