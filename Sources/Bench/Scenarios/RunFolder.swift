internal import Foundation
internal import ScenarioFiles

/// A run folder that appears whole or not at all.
///
/// Everything is written to a partial folder beside the target, flushed to the disk and renamed
/// once. The partial folder's name is fixed and locked, so that a second run into one
/// folder fails at once.
public final class RunFolder {
  public let target: String
  public let partial: String
  private let keepsPartial: Bool
  /// The option that named the folder, for messages.
  private let option: String
  private var isOpen = true
  /// Held while the run writes; the system frees it when the process ends, however it ends.
  private var lock: FileLock?

  private static let lockName = ".lock"

  /// - Parameters:
  ///   - hash: what an existing result must carry to be replaced without `force`.
  ///   - force: replace another run's result too; what is no run folder is never replaced.
  ///   - keepsPartial: what a stopped run wrote stays, as `TARGET.partial`.
  ///   - option: that named the folder, for messages.
  /// - Throws: ``RunError``.
  public init(
    target: String, hash: String, force: Bool, keepsPartial: Bool = false,
    option: String = "--out"
  ) throws {
    guard !target.isEmpty else {
      throw RunError.input("\(option): found nothing, expected a folder")
    }
    self.option = option
    let url = URL(fileURLWithPath: target).standardizedFileURL
    // A trailing slash would put neighbours of the folder inside it.
    self.target = target.hasSuffix("/") ? url.path : target
    self.keepsPartial = keepsPartial
    let parent = url.deletingLastPathComponent()
    partial = parent.path + "/." + url.lastPathComponent + ".partial"
    try Self.checkReplaceable(target, hash: hash, force: force, option: option)
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      try FileManager.default.createDirectory(
        atPath: partial, withIntermediateDirectories: true)
    } catch {
      throw RunError.environment(
        "\(target): cannot be written (\(SystemReason.text(error))); choose another \(option)")
    }
    try takeLock()
    // The lock was free, so whatever lies here was left by a run that died.
    for name in Self.names(partial) where name != Self.lockName {
      try? FileManager.default.removeItem(atPath: partial + "/" + name)
    }
  }

  /// Only an empty folder or a run folder is replaced: `--out ~ --force` must not cost a home.
  ///
  /// - Throws: ``RunError/input(_:)``.
  public static func checkReplaceable(
    _ target: String, hash: String, force: Bool, option: String
  ) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: target, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw RunError.input("\(target): is a file, expected a folder; choose another \(option)")
    }
    if names(target).isEmpty { return }
    guard let found = RunRecord.hash(of: target) else {
      throw RunError.input(
        "\(target): exists and is no run folder, so it is never replaced; choose another \(option)")
    }
    guard found == hash || force else {
      throw RunError.input(
        "\(target): exists and holds another result; use --force to replace it or \(option) to "
          + "write elsewhere")
    }
  }

  private func takeLock() throws {
    do throws(FileLock.Refusal) {
      lock = try FileLock(path: partial + "/" + Self.lockName)
    } catch {
      isOpen = false
      switch error {
      case .isHeld:
        throw RunError.input(
          "\(target): another run is writing here; wait for it or use another \(option)")
      case .failed(let reason):
        throw RunError.environment(
          "\(target): cannot be written (\(reason)); choose another \(option)")
      }
    }
  }

  private static func names(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  public func write(_ text: String, to name: String) throws {
    try write([UInt8](text.utf8), to: name)
  }

  public func write(_ bytes: [UInt8], to name: String) throws {
    let path = partial + "/" + name
    do {
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw RunError.environment(
        "\(target): cannot be written (\(SystemReason.text(error))); free some space or choose "
          + "another --out")
    }
  }

  // MARK: The end

  /// Gives the folder its name; an earlier result goes only when the new one is in its place.
  public func commit() throws {
    do {
      try flush()
      let earlier = partial + ".earlier"
      try? FileManager.default.removeItem(atPath: earlier)
      let hasEarlier = rename(target, earlier) == 0
      guard rename(partial, target) == 0 else {
        let reason = String(cString: strerror(errno))
        if hasEarlier { _ = rename(earlier, target) }
        throw RunError.environment("\(target): cannot be renamed (\(reason))")
      }
      try? FileManager.default.removeItem(atPath: earlier)
    } catch {
      throw RunError(error, while: "finishing \(target)")
    }
    // Still locked, so that nobody took the partial folder before it had its name.
    try? FileManager.default.removeItem(atPath: target + "/" + Self.lockName)
    lock?.release()
    isOpen = false
  }

  /// Forces every file to the disk.
  private func flush() throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: partial) {
      guard let handle = FileHandle(forUpdatingAtPath: partial + "/" + name) else { continue }
      defer { try? handle.close() }
      try handle.synchronize()
    }
  }

  /// Removes what was written, or keeps it under another name; does nothing after a commit.
  ///
  /// - Returns: the folder that was kept.
  @discardableResult public func discard() -> String? {
    guard isOpen else { return nil }
    isOpen = false
    defer { lock?.release() }
    guard keepsPartial else {
      try? FileManager.default.removeItem(atPath: partial)
      return nil
    }
    let kept = target + ".partial"
    try? FileManager.default.removeItem(atPath: partial + "/" + Self.lockName)
    try? FileManager.default.removeItem(atPath: kept)
    return rename(partial, kept) == 0 ? kept : partial
  }

  /// Names and sizes of the files, in order of name.
  public func sizes() -> [(name: String, bytes: Int)] {
    let folder = isOpen ? partial : target
    let files = FileManager.default
    let names = (try? files.subpathsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      let attributes = try? files.attributesOfItem(atPath: folder + "/" + name)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
      return (name, attributes?[.size] as? Int ?? 0)
    }
  }
}
