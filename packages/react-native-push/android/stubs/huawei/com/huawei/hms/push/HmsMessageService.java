// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.huawei.hms.push;

import android.app.Service;
import android.content.Intent;
import android.os.Bundle;
import android.os.IBinder;

public class HmsMessageService extends Service {
    public void onNewToken(String token) {}

    public void onNewToken(String token, Bundle bundle) {}

    public void onTokenError(Exception exception) {}

    public void onTokenError(Exception exception, Bundle bundle) {}

    public void onMessageReceived(RemoteMessage message) {}

    @Override
    public final IBinder onBind(Intent intent) {
        throw new UnsupportedOperationException("stub");
    }
}
