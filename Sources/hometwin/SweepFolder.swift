import Foundation
import ScenarioFiles
import Scenarios
import Telemetry
import Trials

/// One machine's part of a check, such as the second of four: every fourth world.
struct SweepShard: Equatable {
  static let countMax = 10_000

  var number: Int
  var count: Int

  /// - Parameter text: `2/4`.
  /// - Throws: `RunError.input`.
  init(_ text: String) throws {
    let parts = text.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 2, parts[1] >= 1, parts[1] <= Self.countMax,
      (1...parts[1]).contains(parts[0])
    else { throw RunError.input("--shard: found \"\(text.brief)\", expected K/N such as 2/4") }
    (number, count) = (parts[0], parts[1])
  }

  private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  static func all(of count: Int) -> [SweepShard] {
    (1...count).map { SweepShard(number: $0, count: count) }
  }

  func takes(_ place: Int) -> Bool { place % count == number - 1 }

  func fileName(_ side: SweepFolder.Side) -> String {
    "\(side.rawValue)-\(number)-of-\(count).json"
  }

  /// Of how many parts the name of a part's file, or of its lock, says that it is one.
  static func count(in name: String) -> Int? {
    guard let match = name.firstMatch(of: /^(?:base-|candidate-|\.)\d+-of-(\d+)\.(?:json|lock)$/)
    else { return nil }
    return Int(match.1)
  }
}

/// Per-seed tables of a check's two sides in a folder, one file a side and shard.
struct SweepFolder {
  enum Side: String, CaseIterable { case base, candidate }

  let path: String

  func write(_ part: SweepPart, _ side: Side, _ shard: SweepShard) throws {
    try OutputFile.write(part.text, to: "\(path)/\(shard.fileName(side))")
  }

  /// The whole sweep of a side; nil if the folder has no file of it.
  ///
  /// - Parameter option: which wants it, for messages.
  /// - Throws: `RunError.input` if parts are missing or belong to different sweeps.
  func read(_ side: Side, for option: String = "--merge") throws -> Sweep? {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw RunError.input(
        "\(option): found no folder \(path), expected one that "
          + (option == "--from-wire" ? "--record" : "--sweeps") + " wrote")
    }
    let files = names.filter { $0.hasPrefix(side.rawValue + "-") && $0.hasSuffix(".json") }
    guard let first = files.first else { return nil }
    guard let count = SweepShard.count(in: first), (1...SweepShard.countMax).contains(count) else {
      throw RunError.input(
        "\(path)/\(first): found no name that --sweeps gives, expected \(side.rawValue)-K-of-N.json"
      )
    }
    let expected = SweepShard.all(of: count).map { $0.fileName(side) }
    guard Set(files) == Set(expected) else {
      let missing = expected.filter { !files.contains($0) }
      let foreign = files.filter { !expected.contains($0) }
      throw RunError.input(
        "\(option): \(path): "
          + (missing.isEmpty
            ? "found \(foreign.joined(separator: ", ")) beside the shards of \(count)"
            : "missing \(missing.joined(separator: ", "))")
          + ", expected exactly the shards 1 to \(count) of \(count)")
    }
    do {
      return try SweepPart.merged(try files.map { try BaselineFile.part("\(path)/\($0)") })
    } catch let error as TrialsError {
      throw RunError.input("\(option): \(path): \(error)")
    }
  }
}

extension SweepShard {
  /// Keeps a second check from writing the same part of a folder, or parts of another number;
  /// parts of one check may be written side by side.
  ///
  /// - Parameter option: that named the folder, for messages.
  /// - Throws: `RunError` if somebody else writes there, or nobody can.
  func lock(_ folder: String, option: String) throws -> FileLock {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let own = try FileLock(path: "\(folder)/.\(number)-of-\(count).lock")
      do {
        try expectAlone(folder, option: option)
        return own
      } catch {
        own.remove()
        throw error
      }
    } catch FileLock.Refusal.isHeld {
      throw RunError.input(
        "\(option): \(folder): another check is writing its part \(number) of \(count) here; "
          + "wait for it or give another folder")
    } catch FileLock.Refusal.failed(let reason) {
      throw RunError.environment("\(option): \(folder): cannot be written (\(reason))")
    } catch let error as RunError {
      throw error
    } catch {
      throw RunError.environment(
        "\(option): \(folder): cannot be written (\(SystemReason.text(error)))")
    }
  }

  /// Parts of another number in one folder would never be merged.
  private func expectAlone(_ folder: String, option: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard let parts = Self.count(in: name), parts != count else { continue }
      if name.hasSuffix(".lock") {
        // Of a check that was killed: the system has let go of it.
        if let other = try? FileLock(path: "\(folder)/\(name)") {
          other.remove()
          continue
        }
      }
      throw RunError.input(
        "\(option): \(folder): found \(name), a part of \(parts), expected parts of \(count); "
          + "give another folder")
    }
  }
}
