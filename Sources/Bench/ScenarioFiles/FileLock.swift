internal import Foundation

/// A file that one process at a time holds; the system lets it go when the process ends, however it
/// ends.
public struct FileLock {
  public enum Refusal: Error {
    /// Somebody else holds it.
    case isHeld
    /// The system's reason.
    case failed(String)
  }

  private let path: String
  private let file: Int32

  public init(path: String) throws(Refusal) {
    self.path = path
    file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .failed(String(cString: strerror(errno))) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      close(file)
      throw reason == EWOULDBLOCK ? .isHeld : .failed(String(cString: strerror(reason)))
    }
    // Whoever held the lock may have renamed or removed the file since it was opened.
    var mine = stat()
    var current = stat()
    guard fstat(file, &mine) == 0, stat(path, &current) == 0, mine.st_ino == current.st_ino else {
      close(file)
      throw .isHeld
    }
  }

  /// Lets go, wherever the file is by now.
  public func release() { close(file) }

  /// Takes the file away, then lets go.
  public func remove() {
    unlink(path)
    close(file)
  }
}
