// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.google.android.gms.tasks;

public abstract class Task<TResult> {
    public abstract boolean isSuccessful();

    public abstract TResult getResult();

    public abstract Exception getException();

    public abstract Task<TResult> addOnCompleteListener(OnCompleteListener<TResult> listener);
}
