using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Azukari.Tests")]
[assembly: InternalsVisibleTo("Azukari.Bench")]
[assembly: InternalsVisibleTo("Azukari.Vault")] // the gate makes its entries without checking again what is checked
