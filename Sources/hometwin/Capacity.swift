import Foundation
import Scenarios

/// Refuses a run that the machine has no memory for, before anything is written.
enum Capacity {
  /// Bytes a home holds while it lives: 1.25 MB between 20 and 80 homes of winter-week, whatever
  /// the duration.
  static let bytesPerHome = 1.25e6

  static func check(homeCount: Int) throws {
    let memory = Double(ProcessInfo.processInfo.physicalMemory)
    let need = Double(homeCount) * bytesPerHome
    guard need > memory else { return }
    throw RunError.environment(
      "homes: \(homeCount) homes need about \(gigabytes(need)) GB of memory, found "
        + "\(gigabytes(memory)) GB; expected at most \(Int(memory / bytesPerHome)) homes, or "
        + "several runs with other seeds")
  }

  private static func gigabytes(_ bytes: Double) -> Int { Int((bytes / 1e9).rounded(.up)) }
}
