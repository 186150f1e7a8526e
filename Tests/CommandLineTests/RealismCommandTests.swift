import Foundation
import Testing

/// `hometwin realism`, run as a user would run it.
@Suite struct RealismCommandTests {
  private static func meter() -> String {
    var text = "time,power_w\n"
    for hour in 0..<(24 * 60) {
      let day = 1 + hour / 24
      let date = "2014-0\(1 + day / 28)-\(day % 28 < 9 ? "0" : "")\(1 + day % 28)"
      text += "\(date) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00,\(hour % 24 == 18 ? 900 : 300)\n"
    }
    return text
  }

  @Test func homesAreHeldAgainstMeasuredOnes() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    try sandbox.write(Self.meter(), to: "house.csv")
    let small = [
      "realism", "s.yaml", "--set", "homes=3", "--set", "history=14d", "--against", "house.csv",
    ]
    let outcome = try Program.run(
      small + ["--html", "page/r.html", "--threads", "2"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("3 homes, ") && outcome.output.contains("load.energy"))
    #expect(outcome.output.contains("Wasserstein-1") && sandbox.exists("page/figures/shape.csv"))
    let alone = try Program.run(
      small + ["--threads", "1", "--csv", "loads.csv"], in: sandbox.path)
    #expect(alone.output == outcome.output)
    // What it writes it reads: simulated homes are measured ones to whoever holds the file.
    let again = try Program.run(
      small + ["--against", "loads.csv", "--json"], in: sandbox.path)
    #expect(again.status == 0 && again.output.contains("\"measured_homes\":4"), "\(again.errors)")
  }

  @Test(arguments: [
    (["--against", "no.csv"], "no.csv: cannot read"),
    (["--against", "house.csv", "--column", "power"], "did you mean \"power_w\"?"),
    (["--column", "power"], "--column: expected --against"),
    (["--against", "house.csv", "--watts", "0"], "--watts: found 0.0"),
    (["--html", "house.csv/x"], "expected a folder"), (["--set", "homes=x"], "homes: found"),
    (["--against", "house.csv", "--csv", "house.csv"], "--csv: found house.csv"),
  ])
  func mistakesAreSaid(arguments: [String], says: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    try sandbox.write(Self.meter(), to: "house.csv")
    let outcome = try Program.run(["realism", "s.yaml"] + arguments, in: sandbox.path)
    #expect(outcome.status == 2 && outcome.errors.contains(says), "\(outcome.errors)")
  }
}
