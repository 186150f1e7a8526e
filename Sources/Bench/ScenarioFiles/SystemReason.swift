internal import Foundation

/// Why the system refused to read or write, in its own words.
public enum SystemReason {
  /// The frameworks' texts name another reason than what happened ("the file doesn't exist" for a
  /// missing folder), so the system's number is asked first, then the framework's code.
  public static func text(_ error: any Error) -> String {
    var current = error as NSError
    while current.domain != NSPOSIXErrorDomain {
      guard let inner = current.userInfo[NSUnderlyingErrorKey] as? NSError else {
        return code(error).map { String(cString: strerror($0)) } ?? error.localizedDescription
      }
      current = inner
    }
    return String(cString: strerror(Int32(truncatingIfNeeded: current.code)))
  }

  /// The system's number behind a framework's code.
  private static func code(_ error: any Error) -> Int32? {
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
    case .fileReadNoPermission, .fileWriteNoPermission: EACCES
    case .fileWriteFileExists: EEXIST
    case .fileWriteOutOfSpace: ENOSPC
    case .fileWriteVolumeReadOnly: EROFS
    default: nil
    }
  }
}
