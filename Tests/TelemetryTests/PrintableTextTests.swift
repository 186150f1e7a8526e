import Telemetry
import Testing

@Suite struct PrintableTextTests {
  @Test(arguments: [
    ("plain, with ümlaut and 家", "plain, with ümlaut and 家"),
    ("red \u{1B}[31m", "red \u{FFFD}[31m"), ("two\nlines\t", "two\u{FFFD}lines\u{FFFD}"),
    ("\u{0}\u{7F}\u{85}\u{FFFE}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("turned \u{202E}txt", "turned \u{FFFD}txt"),
  ])
  func controlCharactersAreShown(text: String, shown: String) {
    #expect(text.printable == shown)
  }
}
