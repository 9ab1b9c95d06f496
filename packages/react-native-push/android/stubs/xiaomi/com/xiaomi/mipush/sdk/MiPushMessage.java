// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.xiaomi.mipush.sdk;

import java.io.Serializable;
import java.util.Map;

public class MiPushMessage implements Serializable {
    private static final long serialVersionUID = 1L;

    public String getMessageId() {
        throw new UnsupportedOperationException("stub");
    }

    public String getTitle() {
        throw new UnsupportedOperationException("stub");
    }

    public String getDescription() {
        throw new UnsupportedOperationException("stub");
    }

    public String getContent() {
        throw new UnsupportedOperationException("stub");
    }

    public Map<String, String> getExtra() {
        throw new UnsupportedOperationException("stub");
    }

    public int getNotifyId() {
        throw new UnsupportedOperationException("stub");
    }

    public boolean isNotified() {
        throw new UnsupportedOperationException("stub");
    }
}
