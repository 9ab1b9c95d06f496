// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.vivo.push.sdk.service;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

public class CommandClientService extends Service {
    @Override
    public IBinder onBind(Intent intent) {
        throw new UnsupportedOperationException("stub");
    }
}
