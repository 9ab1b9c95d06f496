// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.huawei.hms.push;

public class RemoteMessage {
    public String getMessageId() {
        throw new UnsupportedOperationException("stub");
    }

    public String getData() {
        throw new UnsupportedOperationException("stub");
    }

    public Notification getNotification() {
        throw new UnsupportedOperationException("stub");
    }

    public static class Notification {
        public String getTitle() {
            throw new UnsupportedOperationException("stub");
        }

        public String getBody() {
            throw new UnsupportedOperationException("stub");
        }

        public String getChannelId() {
            throw new UnsupportedOperationException("stub");
        }

        public String getTag() {
            throw new UnsupportedOperationException("stub");
        }
    }
}
