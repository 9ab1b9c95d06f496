// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.vivo.push;

public class PushConfig {
    public static class Builder {
        public Builder agreePrivacyStatement(boolean agrees) {
            throw new UnsupportedOperationException("stub");
        }

        public PushConfig build() {
            throw new UnsupportedOperationException("stub");
        }
    }
}
