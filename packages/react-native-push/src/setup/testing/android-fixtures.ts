/** android/build.gradle of a fresh app. */
export const rootGradle = (toolsVersion: string): string => `buildscript {
    ext {
        buildToolsVersion = "${toolsVersion}"
        minSdkVersion = 24
    }
    repositories {
        google()
        mavenCentral()
    }
    dependencies {
        classpath("com.android.tools.build:gradle")
        classpath("com.facebook.react:react-native-gradle-plugin")
    }
}

apply plugin: "com.facebook.react.rootproject"
`

/** android/app/build.gradle of a fresh app. */
export const appGradle = `apply plugin: "com.android.application"
apply plugin: "com.facebook.react"

/**
 * react { } is configured here.
 */
react {
    /* Autolinking */
    autolinkLibrariesWithApp()
}

android {
    namespace "com.example.chat"
    defaultConfig {
        applicationId "com.example.chat"
        versionCode 1
        versionName "1.0"
    }
    signingConfigs {
        debug {
            storeFile file('debug.keystore')
        }
    }
}

dependencies {
    // The version is set by the React Native Gradle Plugin
    implementation("com.facebook.react:react-android")

    if (hermesEnabled.toBoolean()) {
        implementation("com.facebook.react:hermes-android")
    } else {
        implementation jscFlavor
    }
}
`

/** AndroidManifest.xml of a fresh app. */
export const manifest = `<manifest xmlns:android="http://schemas.android.com/apk/res/android">

    <uses-permission android:name="android.permission.INTERNET" />

    <!-- <application> in a comment </application> -->
    <application
      android:name=".MainApplication"
      android:label="@string/app_name"
      android:allowBackup="false">
      <activity android:name=".SplashActivity" android:exported="false"></activity>
      <activity
        android:name=".MainActivity"
        android:launchMode="singleTask"
        android:exported="true">
        <intent-filter>
            <action android:name="android.intent.action.MAIN" />
            <category android:name="android.intent.category.LAUNCHER" />
        </intent-filter>
      </activity>
    </application>
</manifest>
`

/** android/build.gradle.kts. */
export const kotlinRootGradle = `buildscript {
    extra.apply {
        set("minSdkVersion", 24)
    }
    repositories {
        google()
        mavenCentral()
    }
    dependencies {
        classpath("com.android.tools.build:gradle")
        classpath("com.facebook.react:react-native-gradle-plugin")
    }
}

plugins {
    id("com.facebook.react.rootproject")
}
`

/** android/app/build.gradle.kts. */
export const kotlinAppGradle = `plugins {
    id("com.android.application")
    id("com.facebook.react")
}

react {
    autolinkLibrariesWithApp()
}

android {
    namespace = "com.example.chat"
    defaultConfig {
        applicationId = "com.example.chat"
        versionCode = 1
        versionName = "1.0"
    }
    buildTypes {
        getByName("release") {
            isMinifyEnabled = true
        }
    }
}

dependencies {
    implementation("com.facebook.react:react-android")
}
`

/** android/settings.gradle.kts that keeps the repositories of all projects. */
export const kotlinSettings = `pluginManagement { includeBuild("../node_modules/@react-native/gradle-plugin") }
plugins { id("com.facebook.react.settings") }
dependencyResolutionManagement {
    repositoriesMode.set(RepositoriesMode.PREFER_SETTINGS)
    repositories {
        google()
        mavenCentral()
    }
}
rootProject.name = "Chat"
include(":app")
`

export const googleServices = JSON.stringify({
  project_info: { project_number: '1', project_id: 'chat' },
  client: [{ client_info: { android_client_info: { package_name: 'com.example.chat' } } }],
})

export const agconnectServices = JSON.stringify({
  client: { app_id: '100', package_name: 'com.example.chat' },
})
