// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.huawei.agconnect;

public interface AGConnectOptions {
    String getString(String path);
}
