// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.xiaomi.mipush.sdk;

import android.content.Context;

public abstract class MiPushClient {
    public static final String COMMAND_REGISTER = "register";

    public static void registerPush(Context context, String appID, String appToken) {
        throw new UnsupportedOperationException("stub");
    }

    public static void unregisterPush(Context context) {
        throw new UnsupportedOperationException("stub");
    }

    public static String getRegId(Context context) {
        throw new UnsupportedOperationException("stub");
    }

    public static boolean shouldUseMIUIPush(Context context) {
        throw new UnsupportedOperationException("stub");
    }

    public static void clearNotification(Context context) {
        throw new UnsupportedOperationException("stub");
    }
}
