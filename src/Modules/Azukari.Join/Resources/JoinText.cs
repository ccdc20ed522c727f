namespace Azukari.Join.Resources;

/// <summary>The strings of registration.</summary>
public sealed class JoinText;
