// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.vivo.push.util;

public class VivoPushException extends Exception {
    public VivoPushException(String message) {
        super(message);
    }
}
