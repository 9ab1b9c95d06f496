// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.meizu.cloud.pushsdk.util;

import android.content.Context;

public class MzSystemUtils {
    public static boolean isBrandMeizu(Context context) {
        throw new UnsupportedOperationException("stub");
    }
}
