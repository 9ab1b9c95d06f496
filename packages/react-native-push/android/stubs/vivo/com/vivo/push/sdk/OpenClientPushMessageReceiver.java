// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.vivo.push.sdk;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import com.vivo.push.model.UPSNotificationMessage;

public abstract class OpenClientPushMessageReceiver extends BroadcastReceiver {
    public void onReceiveRegId(Context context, String regId) {}

    public void onNotificationMessageClicked(Context context, UPSNotificationMessage message) {}

    public void onForegroundMessageArrived(UPSNotificationMessage message) {}

    @Override
    public final void onReceive(Context context, Intent intent) {
        throw new UnsupportedOperationException("stub");
    }
}
