// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.xiaomi.mipush.sdk;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

public abstract class PushMessageReceiver extends BroadcastReceiver {
    public void onReceivePassThroughMessage(Context context, MiPushMessage message) {}

    public void onNotificationMessageClicked(Context context, MiPushMessage message) {}

    public void onNotificationMessageArrived(Context context, MiPushMessage message) {}

    public void onCommandResult(Context context, MiPushCommandMessage message) {}

    public void onReceiveRegisterResult(Context context, MiPushCommandMessage message) {}

    @Override
    public final void onReceive(Context context, Intent intent) {
        throw new UnsupportedOperationException("stub");
    }
}
