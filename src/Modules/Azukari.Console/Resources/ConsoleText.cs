namespace Azukari.Console.Resources;

/// <summary>Marks the strings of the console's shell, sign-in and pages of the policy: ConsoleText.resx (Japanese) and ConsoleText.en.resx.</summary>
public sealed class ConsoleText;
