// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.vivo.push;

public interface IPushActionListener {
    void onStateChanged(int state);
}
