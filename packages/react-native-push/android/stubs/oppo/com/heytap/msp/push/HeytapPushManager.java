// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.heytap.msp.push;

import android.content.Context;
import com.heytap.msp.push.callback.ICallBackResultService;

public class HeytapPushManager {
    public static void init(Context context, boolean needLog) {
        throw new UnsupportedOperationException("stub");
    }

    public static boolean isSupportPush(Context context) {
        throw new UnsupportedOperationException("stub");
    }

    public static void register(
            Context context, String appKey, String appSecret, ICallBackResultService callback) {
        throw new UnsupportedOperationException("stub");
    }

    public static void unRegister() {
        throw new UnsupportedOperationException("stub");
    }

    public static String getRegisterID() {
        throw new UnsupportedOperationException("stub");
    }

    public static void requestNotificationPermission() {
        throw new UnsupportedOperationException("stub");
    }

    public static void clearNotifications() {
        throw new UnsupportedOperationException("stub");
    }
}
