// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.meizu.cloud.pushsdk.platform.message;

public class UnRegisterStatus extends BasicPushStatus {
}
