// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.hihonor.push.sdk;

public interface HonorPushCallback<T> {
    void onSuccess(T result);

    void onFailure(int errorCode, String errorString);
}
