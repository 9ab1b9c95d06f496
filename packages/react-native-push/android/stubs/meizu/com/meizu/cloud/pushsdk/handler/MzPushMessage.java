// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.meizu.cloud.pushsdk.handler;

public class MzPushMessage {
    public String getTitle() {
        throw new UnsupportedOperationException("stub");
    }

    public String getContent() {
        throw new UnsupportedOperationException("stub");
    }

    public String getSelfDefineContentString() {
        throw new UnsupportedOperationException("stub");
    }

    public String getTaskId() {
        throw new UnsupportedOperationException("stub");
    }

    public int getNotifyId() {
        throw new UnsupportedOperationException("stub");
    }
}
