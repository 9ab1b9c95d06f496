// Compile-only stand-in, written from the vendor's public documentation: see stubs/README.md.
package com.huawei.hms.aaid;

import android.content.Context;
import com.huawei.hms.common.ApiException;

public class HmsInstanceId {
    public static HmsInstanceId getInstance(Context context) {
        throw new UnsupportedOperationException("stub");
    }

    public String getToken(String subjectId, String scope) throws ApiException {
        throw new UnsupportedOperationException("stub");
    }

    public void deleteToken(String subjectId, String scope) throws ApiException {
        throw new UnsupportedOperationException("stub");
    }
}
