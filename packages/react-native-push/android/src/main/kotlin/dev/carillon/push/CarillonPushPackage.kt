package dev.carillon.push

import com.facebook.react.BaseReactPackage
import com.facebook.react.bridge.NativeModule
import com.facebook.react.bridge.ReactApplicationContext
import com.facebook.react.module.model.ReactModuleInfo
import com.facebook.react.module.model.ReactModuleInfoProvider
import dev.carillon.push.react.CarillonPushModule

/** What autolinking adds to the app. */
class CarillonPushPackage : BaseReactPackage() {
    override fun getModule(name: String, reactContext: ReactApplicationContext): NativeModule? =
        if (name == CarillonPushModule.NAME) CarillonPushModule(reactContext) else null

    override fun getReactModuleInfoProvider() = ReactModuleInfoProvider {
        mapOf(
            CarillonPushModule.NAME to ReactModuleInfo(
                CarillonPushModule.NAME,
                CarillonPushModule::class.java.name,
                false,
                // Made with the app: a tap's intent may come before JavaScript asks for the module.
                true,
                false,
                true,
            ),
        )
    }
}
