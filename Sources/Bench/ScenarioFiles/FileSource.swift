internal import Foundation

/// Where scenario and world texts are read from: the disk, or memory in tests.
public struct FileSource: Sendable {
  /// The largest file that is read, in bytes.
  public static let byteCountMax = 1 << 20

  /// Why a file could not be read.
  public enum Trouble: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(reason: String)
    case tooLarge

    public var description: String {
      switch self {
      case .unreadable(let reason): reason
      case .tooLarge: "it is too large"
      }
    }
  }

  let bytes: @Sendable (_ path: String) throws(Trouble) -> [UInt8]
  let isFile: @Sendable (_ path: String) -> Bool
  /// The names of the YAML files in a folder, sorted, without the extension.
  let names: @Sendable (_ folder: String) -> [String]

  /// Whether a run wrote a folder: then it has copies of what the run read.
  public func isRunFolder(_ folder: String) -> Bool { isFile(PathText.join(folder, "run.json")) }

  /// The machine's file system.
  public static let disk = FileSource(
    bytes: { (path: String) throws(Trouble) in try plainFile(path, byteCountMax: byteCountMax) },
    isFile: { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && !isFolder.boolValue
    },
    names: { folder in
      let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return all.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    })

  /// Files by path, for tests and for embedding.
  public static func memory(_ files: [String: [UInt8]]) -> FileSource {
    FileSource(
      bytes: { (path: String) throws(Trouble) in
        guard let found = files[path] else { throw .unreadable(reason: "no such file") }
        guard found.count <= byteCountMax else { throw .tooLarge }
        return found
      },
      isFile: { files[$0] != nil },
      names: { folder in
        files.keys
          .filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(".yaml") }
          .map { String($0.dropFirst(folder.count + 1).dropLast(5)) }
          .filter { !$0.contains("/") }
          .sorted()
      })
  }

  /// Reads a plain file of the disk; never a folder, a pipe or a device.
  public static func plainFile(
    _ path: String, byteCountMax: Int
  ) throws(Trouble) -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .unreadable(reason: "no such file")
    }
    if isFolder.boolValue { throw .unreadable(reason: "it is a folder") }
    // Pipes and devices never end or never answer: only plain files are opened.
    let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: real)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw .unreadable(reason: "not a plain file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(reason: "permission denied")
    }
    defer { try? handle.close() }
    let data: Data
    do {
      data = try handle.read(upToCount: byteCountMax + 1) ?? Data()
    } catch {
      throw .unreadable(reason: SystemReason.text(error))
    }
    guard data.count <= byteCountMax else { throw .tooLarge }
    return Array(data)
  }
}

/// Paths as text: folders, joins and `..` without touching the disk.
enum PathText {
  /// The folder of a file, `.` if it has none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The file's name without its folder and extension.
  static func stem(of path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".yaml", ".yml"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
      break
    }
    return name
  }

  /// `path` seen from `folder`, with `.` and `..` resolved.
  static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") { return normalised(path) }
    return normalised(folder + "/" + path)
  }

  static func normalised(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part == "..", path.hasPrefix("/"), parts.isEmpty {
        continue
      } else {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }
}
