// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.hihonor.push.sdk;

public class HonorPushDataMsg {
    public long getMsgId() {
        throw new UnsupportedOperationException("stub");
    }

    public String getData() {
        throw new UnsupportedOperationException("stub");
    }
}
