internal import Foundation

/// A run folder that appears whole or not at all.
///
/// Everything is written to a partial folder beside the target, flushed to the disk and renamed
/// once. The partial folder's name is fixed and locked, so that a second run into one
/// folder fails at once.
public final class RunFolder {
  public let target: String
  public let partial: String
  private var isOpen = true
  /// Held while the run writes; the system frees it when the process ends, however it ends.
  private var lock: Int32 = -1

  /// - Parameters:
  ///   - hash: what an existing result must carry to be replaced without `force`.
  /// - Throws: ``RunError``.
  public init(target: String, hash: String, force: Bool) throws {
    self.target = target
    let url = URL(fileURLWithPath: target)
    partial = url.deletingLastPathComponent().path + "/." + url.lastPathComponent + ".partial"
    let files = FileManager.default
    if files.fileExists(atPath: target), !force {
      guard Self.hash(of: target) == hash else {
        throw RunError.input(
          "\(target): exists and holds another result; use --force to replace it or --out to "
            + "write elsewhere")
      }
    }
    do {
      try files.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try files.createDirectory(atPath: partial, withIntermediateDirectories: true)
    } catch {
      throw RunError.environment(
        "\(target): cannot be written (\(error.localizedDescription)); choose another --out")
    }
    lock = open(partial + "/.lock", O_CREAT | O_RDWR, 0o644)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      isOpen = false
      throw RunError.input("\(target): another run is writing here; wait for it or use --out")
    }
    // The lock was free, so whatever lies here was left by a run that died.
    for name in (try? files.contentsOfDirectory(atPath: partial)) ?? [] where name != ".lock" {
      try? files.removeItem(atPath: partial + "/" + name)
    }
  }

  /// The scenario hash that an earlier result carries.
  private static func hash(of folder: String) -> String? {
    guard let data = FileManager.default.contents(atPath: folder + "/run.json"),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return nil }
    return object["scenario_hash"] as? String
  }

  public func write(_ text: String, to name: String) throws {
    let path = partial + "/" + name
    do {
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw RunError.environment("\(path): cannot be written (\(error.localizedDescription))")
    }
  }

  /// Gives the folder its name.
  public func commit() throws {
    let files = FileManager.default
    try files.removeItem(atPath: partial + "/.lock")
    for name in try files.subpathsOfDirectory(atPath: partial) {
      guard let handle = FileHandle(forUpdatingAtPath: partial + "/" + name) else { continue }
      try handle.synchronize()
      try handle.close()
    }
    do {
      if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
      try files.moveItem(atPath: partial, toPath: target)
    } catch {
      throw RunError.environment("\(target): cannot be renamed (\(error.localizedDescription))")
    }
    close(lock)
    isOpen = false
  }

  /// Removes what was written; does nothing after a commit.
  public func discard() {
    guard isOpen else { return }
    try? FileManager.default.removeItem(atPath: partial)
    close(lock)
    isOpen = false
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
