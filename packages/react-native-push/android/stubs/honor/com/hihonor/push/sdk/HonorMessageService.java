// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.hihonor.push.sdk;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

public class HonorMessageService extends Service {
    public void onNewToken(String token) {}

    public void onMessageReceived(HonorPushDataMsg message) {}

    @Override
    public final IBinder onBind(Intent intent) {
        throw new UnsupportedOperationException("stub");
    }
}
