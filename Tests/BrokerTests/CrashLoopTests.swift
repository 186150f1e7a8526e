import Foundation
import TestSupport
import Testing

/// A short crash loop with a real SIGKILL; `make crash-loop` runs a long one.
@Suite struct CrashLoopTests {
  private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("CrashLoop")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  @Test func killedAtRandomMomentsNothingIsDoubledOrLost() throws {
    try withFolder { folder in
      let outcome = try run([folder, "--rows", "40000", "--kills", "6", "--seed", "3"])
      #expect(outcome.status == 0)
      #expect(outcome.output.hasSuffix("rows expected 40000, found 40000, doubled 0, lost 0\n"))
      #expect(!outcome.output.hasPrefix("kills 0,"), "\(outcome.output)")
    }
  }

  @Test func wordsThatAreUnknownAreTold() throws {
    #expect(try run(["folder", "--row", "3"]).status == 2)
  }
}
