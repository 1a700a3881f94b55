export default function Admin({ page }: { page?: string }) {
  return <p>{page}</p>;
}
