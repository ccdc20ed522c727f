using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Azukari.Tests")]
[assembly: InternalsVisibleTo("Azukari.Bench")]
[assembly: InternalsVisibleTo("Azukari.Hsm")]
