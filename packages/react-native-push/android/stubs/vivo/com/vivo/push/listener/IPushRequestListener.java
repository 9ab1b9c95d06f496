// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.vivo.push.listener;

public interface IPushRequestListener<T, V> {
    void onSuccess(T result);

    void onFail(V error);
}
