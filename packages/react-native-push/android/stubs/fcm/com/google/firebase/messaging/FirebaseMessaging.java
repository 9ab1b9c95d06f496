// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.google.firebase.messaging;

import com.google.android.gms.tasks.Task;

public class FirebaseMessaging {
    public static FirebaseMessaging getInstance() {
        throw new UnsupportedOperationException("stub");
    }

    public Task<String> getToken() {
        throw new UnsupportedOperationException("stub");
    }

    public Task<Void> deleteToken() {
        throw new UnsupportedOperationException("stub");
    }
}
