// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.xiaomi.mipush.sdk;

public class PushMessageHelper {
    public static final String KEY_MESSAGE = "key_message";
}
