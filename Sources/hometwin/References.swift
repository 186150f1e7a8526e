import Realism
import ScenarioFiles
import Scenarios

/// The figures of measured homes that come with the program.
enum References {
  /// - Throws: `RunError.input` with the file and what is wrong in it.
  static func bands() throws -> [MeasuredBand] {
    try ["household-load", "appliances", "people", "sensors", "radio-links"].flatMap { name in
      let path = Resources.worlds + "/reference/\(name).json"
      do {
        return try MeasuredBand.read(
          try FileSource.plainFile(path, byteCountMax: 1 << 20), path: path)
      } catch let error as RealismError {
        throw RunError.input(error.description)
      } catch {
        throw RunError.input("\(path): cannot read: \(error)")
      }
    }
  }
}
