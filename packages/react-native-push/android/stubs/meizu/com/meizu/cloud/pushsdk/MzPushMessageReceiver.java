// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.meizu.cloud.pushsdk;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import com.meizu.cloud.pushsdk.handler.MzPushMessage;
import com.meizu.cloud.pushsdk.platform.message.PushSwitchStatus;
import com.meizu.cloud.pushsdk.platform.message.RegisterStatus;
import com.meizu.cloud.pushsdk.platform.message.SubAliasStatus;
import com.meizu.cloud.pushsdk.platform.message.SubTagsStatus;
import com.meizu.cloud.pushsdk.platform.message.UnRegisterStatus;

public abstract class MzPushMessageReceiver extends BroadcastReceiver {
    public abstract void onRegisterStatus(Context context, RegisterStatus status);

    public abstract void onUnRegisterStatus(Context context, UnRegisterStatus status);

    public abstract void onPushStatus(Context context, PushSwitchStatus status);

    public abstract void onSubTagsStatus(Context context, SubTagsStatus status);

    public abstract void onSubAliasStatus(Context context, SubAliasStatus status);

    public void onNotificationClicked(Context context, MzPushMessage message) {}

    public void onNotificationArrived(Context context, MzPushMessage message) {}

    @Override
    public void onReceive(Context context, Intent intent) {
        throw new UnsupportedOperationException("stub");
    }
}
