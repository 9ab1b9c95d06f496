// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.google.android.gms.tasks;

public interface OnCompleteListener<TResult> {
    void onComplete(Task<TResult> task);
}
