// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.meizu.cloud.pushsdk.platform.message;

import java.io.Serializable;

public abstract class BasicPushStatus implements Serializable {
    public static final String SUCCESS_CODE = "200";

    public String getCode() {
        throw new UnsupportedOperationException("stub");
    }

    public String getMessage() {
        throw new UnsupportedOperationException("stub");
    }
}
