// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.meizu.cloud.pushsdk.platform.message;

public class RegisterStatus extends BasicPushStatus {
    public String getPushId() {
        throw new UnsupportedOperationException("stub");
    }
}
