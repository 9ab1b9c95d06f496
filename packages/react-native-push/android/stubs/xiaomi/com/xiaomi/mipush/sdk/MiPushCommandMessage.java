// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.xiaomi.mipush.sdk;

import java.io.Serializable;
import java.util.List;

public class MiPushCommandMessage implements Serializable {
    private static final long serialVersionUID = 1L;

    public String getCommand() {
        throw new UnsupportedOperationException("stub");
    }

    public List<String> getCommandArguments() {
        throw new UnsupportedOperationException("stub");
    }

    public long getResultCode() {
        throw new UnsupportedOperationException("stub");
    }

    public String getReason() {
        throw new UnsupportedOperationException("stub");
    }
}
