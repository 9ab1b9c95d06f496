// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.google.firebase;

import android.content.Context;
import java.util.List;

public class FirebaseApp {
    public static List<FirebaseApp> getApps(Context context) {
        throw new UnsupportedOperationException("stub");
    }
}
