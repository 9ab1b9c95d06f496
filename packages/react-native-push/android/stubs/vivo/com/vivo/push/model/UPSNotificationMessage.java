// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.vivo.push.model;

import java.util.Map;

public class UPSNotificationMessage {
    public long getMsgId() {
        throw new UnsupportedOperationException("stub");
    }

    public String getTitle() {
        throw new UnsupportedOperationException("stub");
    }

    public String getContent() {
        throw new UnsupportedOperationException("stub");
    }

    public int getSkipType() {
        throw new UnsupportedOperationException("stub");
    }

    public String getSkipContent() {
        throw new UnsupportedOperationException("stub");
    }

    public Map<String, String> getParams() {
        throw new UnsupportedOperationException("stub");
    }
}
