// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.heytap.msp.push.callback;

// Without methods here: they differ between versions 2 and 3 (onRegister has 2 or 4 arguments), so the
// adapter answers them by name, through a proxy.
public interface ICallBackResultService {}
