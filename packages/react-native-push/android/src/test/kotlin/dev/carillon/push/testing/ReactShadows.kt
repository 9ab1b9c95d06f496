package dev.carillon.push.testing

import com.facebook.jni.HybridData
import com.facebook.react.bridge.Arguments
import com.facebook.react.bridge.CxxCallbackImpl
import com.facebook.react.bridge.JavaOnlyArray
import com.facebook.react.bridge.JavaOnlyMap
import com.facebook.react.bridge.Promise
import com.facebook.react.bridge.WritableArray
import com.facebook.react.bridge.WritableMap
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements

/** React Native's maps are C++'s; on the JVM those in plain Java stand in for them. */
@Implements(Arguments::class)
class ShadowArguments {
    companion object {
        @JvmStatic
        @Implementation
        fun createMap(): WritableMap = JavaOnlyMap()

        @JvmStatic
        @Implementation
        fun createArray(): WritableArray = JavaOnlyArray()
    }
}

/** Where the generated class puts its events. */
@Implements(CxxCallbackImpl::class)
class ShadowCxxCallback {
    @Implementation
    fun invoke(vararg arguments: Any?) {
        emitted.add(arguments.toList())
    }

    companion object {
        val emitted = ArrayList<List<Any?>>()
    }
}

/** Loads no C++ library. */
@Implements(HybridData::class)
class ShadowHybridData {
    companion object {
        @JvmStatic
        @Implementation
        fun __staticInitializer__() {}
    }
}

/** What a promise was settled with: a value, or its code and words. */
class FakePromise : Promise {
    var value: Any? = null
    var settled = 0
    var rejection: Pair<String?, String?>? = null

    override fun resolve(value: Any?) {
        settled += 1
        this.value = value
    }

    private fun refused(code: String?, message: String?) {
        settled += 1
        rejection = code to message
    }

    override fun reject(code: String?, message: String?) = refused(code, message)

    override fun reject(code: String?, throwable: Throwable?) = refused(code, throwable?.message)

    override fun reject(code: String?, message: String?, throwable: Throwable?) = refused(code, message)

    override fun reject(throwable: Throwable) = refused(null, throwable.message)

    override fun reject(throwable: Throwable, userInfo: WritableMap) = refused(null, throwable.message)

    override fun reject(code: String?, userInfo: WritableMap) = refused(code, null)

    override fun reject(code: String?, throwable: Throwable?, userInfo: WritableMap) = refused(code, throwable?.message)

    override fun reject(code: String?, message: String?, userInfo: WritableMap) = refused(code, message)

    override fun reject(code: String?, message: String?, throwable: Throwable?, userInfo: WritableMap?) = refused(code, message)

    @Deprecated("As in Promise")
    override fun reject(message: String) = refused(null, message)
}
