// What is used of react-native's types, so that this package is checked without installing it.
declare module 'react-native' {
  export interface TurboModule {
    getConstants?(): object
  }
  export const TurboModuleRegistry: {
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as react-native declares it
    get<T extends TurboModule>(name: string): T | null
  }
}

declare module 'react-native/Libraries/Types/CodegenTypes' {
  export type EventEmitter<T> = (handler: (value: T) => void | Promise<void>) => { remove(): void }
}
