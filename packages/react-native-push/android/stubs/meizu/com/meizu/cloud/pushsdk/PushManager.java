// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.meizu.cloud.pushsdk;

import android.content.Context;

public class PushManager {
    public static void register(Context context, String appId, String appKey) {
        throw new UnsupportedOperationException("stub");
    }

    public static void unRegister(Context context, String appId, String appKey) {
        throw new UnsupportedOperationException("stub");
    }

    public static String getPushId(Context context) {
        throw new UnsupportedOperationException("stub");
    }

    public static void clearNotification(Context context) {
        throw new UnsupportedOperationException("stub");
    }
}
