// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.huawei.hms.common;

public class ApiException extends Exception {
    public int getStatusCode() {
        throw new UnsupportedOperationException("stub");
    }
}
